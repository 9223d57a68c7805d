export const hostNamesAllowed = 'host names without scheme and port, with commas between them, or * for any';

/** In lower case; undefined = one of them is no name. */
export function parseHostNames(text: string): readonly string[] | undefined {
  const names = text
    .toLowerCase()
    .split(',')
    .map((name) => name.trim().replace(/\.$/, ''))
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => name === '*' || isName.test(name)) ? names : undefined;
}

const isName = /^[a-z0-9_]([a-z0-9._-]*[a-z0-9])?$/;
