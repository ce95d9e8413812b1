// Reads {"trust": PEM or null, "files": [...]} and tells, a line for each file, what two implementations written elsewhere say of its content credential.
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const modules = process.argv[2];
const load = (...parts) => import(pathToFileURL(path.join(modules, ...parts)));
const rust = await load('@contentauth', 'c2pa-wasm', 'pkg', 'c2pa.js');
await rust.default({ module_or_path: fs.readFileSync(path.join(modules, '@contentauth', 'c2pa-wasm', 'pkg', 'c2pa_bg.wasm')) });
const [assets, manifests, boxes] = await Promise.all(['asset', 'manifest', 'jumbf'].map(p => load('@trustnxt', 'c2pa-ts', 'dist', p, 'index.js')));

const types = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', wav: 'audio/wav', mp3: 'audio/mpeg', mp4: 'video/mp4', m4a: 'audio/mp4', mov: 'video/quicktime', svg: 'image/svg+xml', pdf: 'application/pdf' };
const purposes = ['1.3.6.1.5.5.7.3.4', '1.3.6.1.5.5.7.3.36', '1.3.6.1.5.5.7.3.8', '1.3.6.1.4.1.62558.2.1'].join('\n') + '\n';

async function official(type, bytes, settings) {
  try {
    const told = JSON.parse((await rust.WasmReader.fromBytes(type, bytes, settings)).json());
    const results = told.validation_results;
    const all = [results.activeManifest, ...(results.ingredientDeltas ?? []).map(d => d.validationDeltas)];
    const codes = kind => [...new Set(all.flatMap(r => (r?.[kind] ?? []).map(s => s.code)))].sort();
    return { state: told.validation_state, failures: codes('failure'), successes: codes('success'), manifests: Object.keys(told.manifests).length };
  } catch (fault) {
    const text = String(fault?.message ?? fault);
    return { state: text.includes('JumbfNotFound') ? 'None' : 'Error', failures: [], successes: [], manifests: 0, fault: text };
  }
}

async function second(bytes) {
  for (const kind of [assets.JPEG, assets.PNG]) {
    if (await kind.canRead(bytes)) {
      const asset = kind.create ? await kind.create(bytes) : new kind(bytes);
      const store = manifests.ManifestStore.read(boxes.SuperBox.fromBuffer(await asset.getManifestJUMBF()));
      return (await store.validate(asset)).isValid;
    }
  }
  return null;
}

const asked = JSON.parse(fs.readFileSync(0, 'utf8'));
const settings = asked.trust ? JSON.stringify({ verify: { verify_trust: true }, trust: { trust_anchors: asked.trust, trust_config: purposes } }) : undefined;
for (const file of asked.files) {
  const bytes = new Uint8Array(fs.readFileSync(file));
  const told = await official(types[path.extname(file).slice(1).toLowerCase()], bytes, settings);
  const other = asked.second ? await second(bytes).catch(fault => `${fault.message}`) : null;
  console.log(JSON.stringify({ file, ...told, second: other }));
}
