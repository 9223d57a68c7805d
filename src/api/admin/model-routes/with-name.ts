/** A route that is about one thing of a name. */
export interface WithName {
  Params: { readonly name: string };
}
