import { describe, expect, it } from 'vitest';
import { accountSteps, capacityOf, requestsOf, requestsOfAll, stepsWith } from './capacity.ts';

const byAccount = { accounts: 2, capacity_per_account: 50, another_account_adds: 50 };
const byAddress = { accounts: 2, capacity_per_account: 50, another_account_adds: 0 };
const unknown = { accounts: 3, capacity_per_account: null, another_account_adds: null };

describe('requestsOf', () => {
  it('grows with the accounts that limits belong to', () => {
    expect(accountSteps.map((accounts) => requestsOf(byAccount, accounts))).toEqual([
      50, 100, 150, 250, 500, 1_000,
    ]);
  });

  it('is what the address gives, whatever the number of accounts', () => {
    expect(accountSteps.map((accounts) => requestsOf(byAddress, accounts))).toEqual([
      100, 100, 100, 100, 100, 100,
    ]);
  });

  it('is no number where no limit is known', () => {
    expect(requestsOf(unknown, 5)).toBeNull();
  });
});

describe('requestsOfAll', () => {
  it('adds up what is known, with so many accounts of each or with those that are there', () => {
    const all = [byAccount, byAddress, unknown];
    expect(requestsOfAll(all, 10)).toBe(600);
    expect(requestsOfAll(all)).toBe(200);
    expect(requestsOfAll([unknown], 10)).toBe(0);
  });
});

describe('capacityOf', () => {
  it('counts whole conversations and whole people', () => {
    expect(capacityOf(1_000, { messages: 12, conversations: 3 })).toEqual({
      requests: 1_000,
      conversations: 83,
      people: 27,
    });
    expect(capacityOf(35, { messages: 12, conversations: 3 })).toMatchObject({ conversations: 2, people: 0 });
  });
});

describe('stepsWith', () => {
  it('has the number that is there in its place', () => {
    expect(stepsWith(2)).toEqual([1, 2, 3, 5, 10, 20]);
    expect(stepsWith(4)).toEqual([1, 2, 3, 4, 5, 10, 20]);
    expect(stepsWith(25)).toEqual([1, 2, 3, 5, 10, 20, 25]);
  });
});
