/** What a client writes into `model`. */
export function modelOfRoute(name: string): string {
  return name === 'auto' ? 'auto' : `auto:${name}`;
}
