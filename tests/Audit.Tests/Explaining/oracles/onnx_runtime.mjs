// Runs models with ONNX Runtime and writes its scores as 64-bit floats.
// usage: node onnx_runtime.mjs PATH-OF-onnxruntime-web FOLDER WIDTH ROWS-FILE MODEL...
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';

const [library, folder, width, rows, ...models] = process.argv.slice(2);
const ort = createRequire(library + '/')('onnxruntime-web');
ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'error';
const bytes = readFileSync(`${folder}/${rows}`);
const data = Float32Array.from(new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8));
for (const model of models) {
  const session = await ort.InferenceSession.create(new Uint8Array(readFileSync(`${folder}/${model}.onnx`)));
  const answer = await session.run({ x: new ort.Tensor('float32', data, [data.length / width, Number(width)]) }, ['scores']);
  writeFileSync(`${folder}/${model}.${rows}.scores`, new Uint8Array(Float64Array.from(answer.scores.data).buffer));
}
