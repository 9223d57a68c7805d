export type FetchFault = 'address' | 'redirect' | 'size' | 'type' | 'status' | 'time' | 'network';

/** Says what was wrong, without the address's query: that may hold a key. */
export class FetchRefused extends Error {
  readonly fault: FetchFault;

  constructor(fault: FetchFault, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'FetchRefused';
    this.fault = fault;
  }
}
