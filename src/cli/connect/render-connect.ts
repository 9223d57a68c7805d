import { applyEntries } from './apply-entries.ts';
import type { Machine, SettingsFile, Target, Tool, ToolSettings } from './tool.ts';
import { terminalWidth, wrapText } from './wrap-text.ts';
import type { Written } from './write-settings.ts';

/** The list of `noria connect` alone. */
export function renderTools(tools: readonly Tool[], machine: Machine): string {
  const wide = Math.max(...tools.map(({ id }) => id.length));
  const lines = tools.map(({ id, name, about, isFound }) => {
    const found = isFound(machine) ? 'found' : '     ';
    return `  ${id.padEnd(wide)}  ${found}  ${name}: ${about}`;
  });
  return [
    'Tools that Noria knows how to set up:',
    '',
    ...lines,
    '',
    'noria connect <tool>          prints the settings',
    'noria connect <tool> --write  puts them in, after a copy of the file',
    '',
  ].join('\n');
}

/** What is printed without --write: everything that somebody needs to do it by hand. */
export function renderSettings(tool: Tool, settings: ToolSettings, target: Target): string {
  return [
    `${tool.name}: settings for Noria at ${target.url}`,
    '',
    ...(target.key === null ? [noKey(target), ''] : []),
    ...settings.files.flatMap((file) => [`In ${file.path}:`, '', asFile(file).trimEnd(), '']),
    ...renderAround(settings),
  ].join('\n');
}

/** The file as it would be if it held nothing else. */
export function asFile(file: SettingsFile): string {
  return applyEntries('', file).text;
}

/** What is said after --write. */
export function renderWritten(
  { name, settings, target }: { name: string; settings: ToolSettings; target: Target },
  written: readonly Written[],
): string {
  const lacksKey = target.key === null ? [noKey(target), ''] : [];
  return [`${name}:`, '', ...written.flatMap(renderFile), ...lacksKey, ...renderAround(settings)].join('\n');
}

function renderFile({ path, changes, backup }: Written): string[] {
  if (changes.length === 0) return [`${path}: nothing to change`, ''];
  return [
    `${path}: ${backup === null ? 'made' : 'changed'}`,
    ...changes.map(({ setting, was }) =>
      wrapText(
        was === null ? `  added ${setting}` : `  replaced ${setting} (was ${was})`,
        terminalWidth,
        '    ',
      ),
    ),
    ...(backup === null ? [] : [`  as it was: ${backup}`]),
    '',
  ];
}

function renderAround({ environment, steps, files }: ToolSettings): string[] {
  const variables = Object.entries(environment).map(([name, value]) =>
    process.platform === 'win32' ? `setx ${name} "${value}"` : `export ${name}=${value}`,
  );
  const title = files.length === 0 ? 'By hand, in the tool itself:' : 'Then:';
  return [
    ...(variables.length === 0 ? [] : ['In the environment in which it starts:', '', ...variables, '']),
    ...(steps.length === 0 ? [] : [title, '']),
    ...steps.map((step, index) => wrapText(`${index + 1}. ${step}`, terminalWidth, '   ')),
    '',
  ];
}

export function noKey({ url }: Pick<Target, 'url'>): string {
  return [
    'No client key is known here. The first start of Noria prints one; the',
    'administrator makes others:',
    '',
    `  curl ${url}/api/clients \\`,
    '    -H "authorization: Bearer $NORIA_ADMIN_TOKEN" -d \'{"name":"my laptop"}\'',
    '',
    'Give it with --key, or as NORIA_API_KEY in the environment or in .env.',
  ].join('\n');
}
