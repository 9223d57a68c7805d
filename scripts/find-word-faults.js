/** The end of a key that has a form for each kind of number. */
const plural = /_(zero|one|two|few|many|other)$/;

/**
 * What is wrong with the words of a namespace, each as a sentence: keys that one language lacks, empty words, plural
 * forms that its grammar wants, placeholders that differ, French without its no-break spaces.
 */
export function findWordFaults(namespace, byLanguage) {
  const flat = new Map([...byLanguage].map(([language, words]) => [language, flatten(words)]));
  const keys = new Set([...flat.values()].flatMap((words) => [...words.keys()].map(baseOf)));
  const faults = [];
  for (const [language, words] of flat) {
    const say = (key, what) => faults.push(`${language}/${namespace}.json: ${key} ${what}`);
    const own = Map.groupBy(words.keys(), baseOf);
    for (const key of keys) {
      const forms = own.get(key) ?? [];
      if (forms.length === 0) say(key, 'is missing');
      else if (forms.some((form) => plural.test(form)))
        lackingForms(language, forms).forEach((form) => say(`${key}_${form}`, 'is missing'));
    }
    for (const [key, text] of words) {
      if (text.trim() === '') say(key, 'is empty');
      if (language === 'fr' && !isTypeset(text)) say(key, `lacks a no-break space or a French mark: ${text}`);
    }
  }
  for (const key of keys) {
    const sets = [...flat].map(([, words]) => placeholdersOf(key, words));
    if (sets.some((set) => set !== sets[0]))
      faults.push(`${namespace}.json: ${key} has other {{names}} in each language: ${sets.join(' / ')}`);
  }
  return faults;
}

function flatten(words, prefix = '') {
  return new Map(
    Object.entries(words).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
    ),
  );
}

function baseOf(key) {
  return key.replace(plural, '');
}

function lackingForms(language, forms) {
  const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
  return pluralCategories.filter((category) => !forms.some((form) => form.endsWith(`_${category}`)));
}

/** `count` may be left out of a form: «une clé». */
function placeholdersOf(key, words) {
  const texts = [...words].filter(([one]) => baseOf(one) === key).map(([, text]) => text);
  const names = texts.flatMap((text) => [...text.matchAll(/\{\{\s*([\w.]+)/g)].map(([, name]) => name));
  const used = [...new Set(names)].filter((name) => name !== 'count');
  return used.toSorted((one, other) => (one < other ? -1 : 1)).join(', ');
}

/** «\u202f…\u202f», a no-break space before ; : ! ? %, the apostrophe ’, as French is set. Addresses and code are left alone. */
function isTypeset(text) {
  const prose = text.replace(/`[^`]*`|https?:\/\/\S+|\{\{[^}]*\}\}|<[^>]*>/g, 'x');
  if (/[a-zà-ÿ]'[a-zà-ÿ]/i.test(prose) || /"/.test(prose)) return false;
  if (/[^\s\u00a0\u202f:]?[ ][;:!?%»]/.test(prose) || /«[ ]/.test(prose)) return false;
  return (
    !/[^\s\u00a0\u202f;:!?][;!?»](?:\s|$)/.test(prose) &&
    !/[^\s\u00a0\u202f\d]:(?:\s|$)/.test(prose) &&
    !/«[^\u00a0\u202f]/.test(prose)
  );
}
