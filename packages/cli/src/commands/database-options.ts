import { text } from '@card-member/sdk/protocol'
import { DatabaseUrlError, parseDatabaseUrl } from '@card-member/service/database-url'
import { type Command, Option } from 'commander'
import { CommandFailure, exit } from '../failure.ts'
import type { Terminal } from '../terminal.ts'
import { databaseWords as words } from '../words/database.ts'

/**
 * Adds what says where a database is: its URL, or a file that holds the URL. What runs is given the URL as `database` in
 * either way; that it came from a file stands in `databaseFile`.
 */
export function withDatabase(command: Command, terminal: Terminal, usual: string): Command {
  return command
    .option('--database <url>', terminal.in(words.database), usual)
    .addOption(new Option('--database-file <file>', terminal.in(words.databaseFile)).conflicts('database'))
    .hook('preAction', async (_, action) => {
      const { database, databaseFile }: { database: string; databaseFile?: string } = action.opts()
      const url = databaseFile === undefined ? database : await readUrl(databaseFile)
      expectUrl(url, databaseFile ?? '--database')
      action.setOptionValueWithSource('database', url, action.getOptionValueSource('database'))
    })
}

async function readUrl(file: string): Promise<string> {
  const { readSecretFile } = await import('@card-member/sdk/node')
  return (await readSecretFile(file)).trim()
}

function expectUrl(url: string, subject: string): void {
  try {
    parseDatabaseUrl(url, subject)
  } catch (error) {
    if (!(error instanceof DatabaseUrlError)) throw error
    const { en, 'zh-CN': zh } = error.words
    throw new CommandFailure(text({ zh: `${zh}。`, en: `${en}.` }), exit.usage)
  }
}
