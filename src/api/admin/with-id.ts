/** A route whose address ends with the id of what it is about. */
export interface WithId {
  Params: { readonly id: string };
}
