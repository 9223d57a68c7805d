export const doctorUsage = `Usage: noria doctor [--json] [options]

  Checks Node, settings, the data folder, the port, every key and provider,
  Ollama, the clock, and the tools that noria connect set up. Says for each
  what to do next. While Noria runs, it is asked; it goes on undisturbed.

  --json           the same as JSON
  --token <token>  the administrator's, to ask the running Noria for its keys;
                   else NORIA_ADMIN_TOKEN of the environment or of .env

Ends with 0 when all is well, with 1 when there is something to do.
`;
