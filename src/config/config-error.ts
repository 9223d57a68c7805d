/** The start cannot go on. Its message is for the administrator: every wrong setting, one line each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options?: ErrorOptions) {
    super(messageOf(problems), options);
    this.name = 'ConfigError';
    this.problems = problems;
  }
}

function messageOf(problems: readonly string[]): string {
  const [first = 'the configuration is wrong'] = problems;
  if (problems.length < 2) return `Noria cannot start: ${first}`;
  return [`Noria cannot start, ${problems.length} settings are wrong:`, ...problems].join('\n  ');
}
