import path from 'node:path';

/** The rooms of src/ and what each may import beside itself. docs/ARCHITECTURE.md has the reasons. */
const services = ['engine', 'catalog', 'store', 'config', 'shared'];
const below = {
  shared: [],
  catalog: ['shared'],
  config: ['shared', 'catalog'],
  store: ['config', 'shared'],
  engine: ['catalog', 'shared'],
  ledger: services,
  upstream: services,
  keyring: services,
  relay: ['ledger', 'upstream', 'keyring', ...services],
};
below.simulate = ['relay', ...below.relay];
below.apps = ['simulate', ...below.simulate];
below.api = ['apps', ...below.apps];
below.workers = ['api', ...below.api];
below.context = ['workers', ...below.workers];
below.main = ['context', ...below.context];
below.cli = ['main', ...below.main];

/** Importers that may take only types from a room: pure decisions need its shapes, not its data. */
const typesOnly = { engine: ['catalog'] };
/** The doors between the gateway and the simulated providers. */
const mayImportFleet = [
  'src/cli/demo.ts',
  'src/simulate/provider-truth.ts',
  'src/api/admin/demo/play-simulation.ts',
];

/** What the app counts with as the server does. */
const sharedValues = 'src/api/views/content-limits.ts';

const importPattern = /^[ \t]*(?:import|export)\b(?<type>\s+type\b)?[^'"`;]*?['"](?<from>\.[^'"]+)['"]/gm;
const dynamicPattern = /\bimport\(\s*['"](?<from>\.[^'"]+)['"]/g;

/** Every import of `files` (path from the project's folder → text) that does not point down the house. */
export function findImportViolations(files) {
  return [...files].flatMap(([file, text]) =>
    findImports(text).flatMap(({ from, line, isType }) => {
      const target = path.posix.join(path.posix.dirname(file), from);
      const message = judge({ file, target, isType });
      return message ? [{ file, line, message: `${message} (${from})` }] : [];
    }),
  );
}

function findImports(text) {
  return [...text.matchAll(importPattern), ...text.matchAll(dynamicPattern)].map((match) => ({
    from: match.groups.from,
    isType: match.groups.type !== undefined,
    line: text.slice(0, match.index + match[0].length).split('\n').length,
  }));
}

/** What is wrong with an import, or undefined. */
function judge({ file, target, isType }) {
  const folder = file.split('/')[0];
  if (folder === 'bench' || folder === 'tests' || /\.test\.[jt]sx?$/.test(file)) return undefined;
  if (folder === 'fleet')
    return target.startsWith('fleet/') ? undefined : 'fleet imports nothing of the others';
  if (folder === 'web') return judgeWeb(file, { target, isType });
  if (!target.startsWith('src/')) {
    if (target.startsWith('fleet/') && mayImportFleet.includes(file)) return undefined;
    return /^(fleet|bench|tests|scripts|web)\//.test(target) ? 'src never imports this folder' : undefined;
  }
  const room = roomOf(file);
  const other = roomOf(target);
  if (!(room in below)) return `no such room: ${room}`;
  if (room === other) return undefined;
  if (!below[room].includes(other)) return `${room} may not import ${other}`;
  return typesOnly[room]?.includes(other) && !isType
    ? `${room} may import only types of ${other}`
    : undefined;
}

/** The app knows of the gateway what its answers look like, and nothing else. */
function judgeWeb(file, { target, isType }) {
  if (target.startsWith('web/')) return judgeWithinWeb(file, target);
  if (target === sharedValues) return undefined;
  if (!target.startsWith('src/api/views/')) return 'web may import only src/api/views';
  return isType ? undefined : 'web may import only types of src/api/views';
}

/** What the app's rooms may not import: whatever stands above them, and a page another page. */
const aboveInWeb = {
  lib: ['components', 'features', 'frame', 'pages'],
  components: ['features', 'frame', 'pages'],
  features: ['frame', 'pages'],
  frame: ['pages'],
  pages: ['frame'],
};

function judgeWithinWeb(file, target) {
  const [, room, page] = file.split('/');
  const [, other, otherPage] = target.split('/');
  if (aboveInWeb[room]?.includes(other)) return `web/${room} may not import web/${other}`;
  const isWithinPage = room === 'pages' && other === 'pages' && !/\.tsx?$/.test(page);
  return isWithinPage && page !== otherPage ? `the page ${page} may not import ${otherPage}` : undefined;
}

/** `src/api/openai/chat.ts` → `api`, `src/context.ts` → `context`. */
function roomOf(file) {
  return file.split('/')[1].replace(/\.[jt]sx?$/, '');
}
