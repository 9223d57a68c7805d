/** Texts that stand where a key should be: `your_groq_api_key_here`, `sk-...`, `<key>`, `gsk_xxxxxxxx`. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^$/,
  /^your[-_ ]/i,
  /^(put|insert|paste|add|enter|replace)[-_ ].*(key|token|here|me)/i,
  /^my[-_ ](api[-_ ]?)?(key|token|secret)$/i,
  /[-_ ]here$/i,
  /^<.*>$/s,
  /^\[.*\]$/s,
  /^\$?\{.*\}$/s,
  /\.\.\.|…/,
  /^((sk|or|v1|gsk|hf|r8|csk|nvapi|ant|api03|proj|tgp)[-_])*x{3,}$/i,
  /^[*.#]+$/,
  /^(change|replace|fill)[-_ ]?me/i,
  /^(todo|tbd|none|null|undefined|placeholder|example|dummy|secret|(api[-_]?)?(key|token))$/i,
];

export function isPlaceholder(value: string): boolean {
  const text = value.trim();
  return PLACEHOLDERS.some((pattern) => pattern.test(text));
}
