// Reads {"files": [...]} and tells, a line for each text, Markdown file or web page, what its content credential is worth. Where the store stands is found here as public implementations of the specification (2.4, A.7 to A.9) do it, with nothing of ours;
// the store is then judged by c2pa-ts, which asks for the bytes that are bound.
import crypto from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = process.argv[2];
const [manifests, boxes] = await Promise.all(['manifest', 'jumbf'].map(p => import(pathToFileURL(path.join(modules, '@trustnxt', 'c2pa-ts', 'dist', p, 'index.js')))));
const bytesBefore = (text, at) => Buffer.byteLength(text.slice(0, at), 'utf8');

function plain(text) {
  const found = [...text.matchAll(/\uFEFF([\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]+)/gu)].map(m => ({ at: m.index, all: m[0], run: [...m[1]].map(c => c.codePointAt(0)).map(c => c < 0xE0100 ? c - 0xFE00 : c - 0xE0100 + 16) }))
    .filter(m => Buffer.from(m.run.slice(0, 8)).toString('latin1') === 'C2PATXT\0');
  if (found.length !== 1 || found[0].run[8] !== 1) throw new Error(`${found.length} wrappers`);
  const length = Buffer.from(found[0].run.slice(9, 13)).readUInt32BE();
  return { store: Buffer.from(found[0].run.slice(13, 13 + length)), start: bytesBefore(text, found[0].at), length: Buffer.byteLength(found[0].all, 'utf8') };
}

function structured(text) {
  const found = [...text.matchAll(/-----BEGIN C2PA MANIFEST-----\s+data:application\/c2pa;base64,(\S+)\s+-----END C2PA MANIFEST-----/g)];
  if (found.length !== 1) throw new Error(`${found.length} blocks`);
  let from = text.lastIndexOf('\n', found[0].index) + 1;
  if (from === 0 && text.startsWith('\uFEFF')) from = 1;
  const next = text.indexOf('\n', found[0].index + found[0][0].length);
  const to = next < 0 ? text.length : next + 1;
  if (to === text.length && from > 1) from -= text[from - 2] === '\r' ? 2 : 1;
  return { store: Buffer.from(found[0][1], 'base64'), start: bytesBefore(text, from), length: Buffer.byteLength(text.slice(from, to), 'utf8') };
}

function page(bytes) {
  const text = bytes.toString('latin1');
  const found = [...text.matchAll(/<script\s+type=["']application\/c2pa["']\s*>([^<]*)<\/script>/gi)];
  if (found.length !== 1) throw new Error(`${found.length} elements`);
  return { store: Buffer.from(found[0][1].trim(), 'base64'), start: found[0].index, length: found[0][0].length };
}

for (const file of JSON.parse(fs.readFileSync(0, 'utf8')).files) {
  const raw = fs.readFileSync(file);
  const kind = path.extname(file);
  const decoded = new TextDecoder('utf-8', { ignoreBOM: true });
  // Only plain text is bound in its composed form.
  const bytes = kind === '.txt' ? Buffer.from(decoded.decode(raw).normalize('NFC'), 'utf8') : raw;
  let told;
  try {
    const { store, start, length } = kind === '.html' ? page(bytes) : (kind === '.txt' ? plain : structured)(decoded.decode(bytes));
    const asked = [];
    const asset = {
      mimeType: 'text/plain', getDataLength: () => bytes.length, getManifestJUMBF: () => store,
      getDataRange: async (from = 0, count = bytes.length - from) => { asked.push([from, from + count]); return bytes.subarray(from, from + count); },
    };
    const result = await manifests.ManifestStore.read(boxes.SuperBox.fromBuffer(store)).validate(asset);
    const bound = asked.filter(([from, to]) => to > from).sort((a, b) => a[0] - b[0]).map(r => r.join('-')).join(' ');
    const all = [[0, start], [start + length, bytes.length]].filter(([from, to]) => to > from).map(r => r.join('-')).join(' ');
    told = { valid: result.isValid, exact: bound === all, says: `bound ${bound}, around the store ${all}`, without: crypto.createHash('sha256').update(bytes.subarray(0, start)).update(bytes.subarray(start + length)).digest('hex') };
  } catch (fault) {
    told = { valid: false, exact: false, says: `${fault.message}`, without: '' };
  }
  console.log(JSON.stringify({ file, ...told }));
}
