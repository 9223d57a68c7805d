/** Where a key belongs, as its fields have it: '' = it has none. */
export interface KeyPlace {
  readonly label: string;
  readonly account: string;
}

/** As `POST` and `PATCH /api/keys` take it. */
export function placeBody({ label, account }: KeyPlace): Readonly<Record<keyof KeyPlace, string | null>> {
  return { label: label.trim() || null, account: account.trim() || null };
}
