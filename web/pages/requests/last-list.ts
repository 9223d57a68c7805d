// The list as it was left, for the way back from a trace. It lives as long as the page is not loaded anew.
let opened: string | null = null;
let address = '/requests';

/** `search`: of the list's address. */
export function leaveList(id: string, search: string): void {
  opened = id;
  address = `/requests${search}`;
}

/** With the filters it had. */
export function listAddress(): string {
  return address;
}

/** The trace that was opened from it, told once. */
export function lastOpened(): string | null {
  const id = opened;
  opened = null;
  return id;
}
