// Making a formatter costs a hundred times what using it does: a list of 50 requests would spend 20 ms on them.

const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();

export function numberFormat(language: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  const name = language + JSON.stringify(options);
  let format = numbers.get(name);
  if (format === undefined) numbers.set(name, (format = new Intl.NumberFormat(language, options)));
  return format;
}

/** In the reader's time zone. */
export function dateFormat(language: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const name = language + JSON.stringify(options);
  let format = dates.get(name);
  if (format === undefined) dates.set(name, (format = new Intl.DateTimeFormat(language, options)));
  return format;
}
