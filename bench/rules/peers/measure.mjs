// Times one piece of work: one warm-up, then `runs` times by the clock. Milliseconds.
export async function measure(runs, work) {
  await work()
  const times = []
  for (let i = 0; i < runs; i++) {
    const start = performance.now()
    await work()
    times.push(performance.now() - start)
  }
  return times
}

// Counts where `found` (a text of y, n, u for each record) differs from what is expected.
export function compare(name, expected, found, isCounted = () => true) {
  let compared = 0
  let different = 0
  let first = null
  expected.records.forEach((line, i) => {
    if (!isCounted(i)) return
    for (let r = 0; r < line.length; r++) {
      compared++
      if (line[r] !== found[i][r]) {
        different++
        first ??= `record ${i}, ${expected.rules[r]}: expected ${line[r]}, found ${found[i][r]}`
      }
    }
  })
  return { name, compared, different, first }
}
