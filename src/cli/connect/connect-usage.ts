export const connectUsage = `Usage: noria connect [tool] [--write] [options]

  (no tool)      lists the tools, and which of them are on this machine
  tool           prints the settings that point it at Noria
  --write        puts them into the tool's own file: what else stands there
                 stays, and a copy of the file is kept beside it
  --key <key>    the client key, sk-noria-…; else NORIA_API_KEY of the
                 environment or of .env
  --url <url>    where Noria answers; else HOST and PORT
  --model <name> a model or route of Noria: auto
  --project      for the project in this folder; such a file holds no key

Tools: claude-code, codex, aider, cline, continue, opencode, zed,
       open-webui, librechat
`;
