/** In their order; words are `column.<name>`. */
export const columns = [
  { name: 'time', isFigure: false },
  { name: 'outcome', isFigure: false },
  { name: 'asked', isFigure: false },
  { name: 'served', isFigure: false },
  { name: 'attempts', isFigure: true },
  { name: 'first', isFigure: true },
  { name: 'total', isFigure: true },
  { name: 'tokens', isFigure: true },
] as const;
