const quote = 0x22;
const backslash = 0x5c;

/** Index after the closing quote of the JSON string that begins at `from`; the length when it does not close. */
export function stringEnd(json: Buffer, from: number): number {
  for (let at = json.indexOf(quote, from + 1); at >= 0; at = json.indexOf(quote, at + 1)) {
    let slashes = 0;
    while (json[at - 1 - slashes] === backslash) slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return json.length;
}
