export const resetAdminUsage = `Usage: noria reset-admin [--token-stdin]

  Makes a new administrator's token, ends the former one and all sign-ins,
  and prints the link to sign in with. A Noria that runs on the same data
  folder (NORIA_DATA) takes it within a second; none has to run.

  --token-stdin  the new token is read from standard input, at least 8
                 characters without spaces; it is not printed

A token that stands in NORIA_ADMIN_TOKEN is changed there, not here.
`;
