import { PassThrough } from 'node:stream'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildProgram } from '../src/program.ts'
import { Terminal } from '../src/terminal.ts'
import { chinese, textOf } from './guide-page.ts'

const page = 'docs/command.md'
const stream = () => new PassThrough()
const terminal = new Terminal('en', { stdin: stream(), stdout: stream(), stderr: stream(), env: {} })

function commandsBelow(command: Command, path: readonly string[] = []): { readonly path: readonly string[]; readonly command: Command }[] {
  const own = command.registeredArguments.length > 0 || command.commands.length === 0 ? [{ path, command }] : []
  return [...own, ...command.commands.flatMap((below) => commandsBelow(below, [...path, below.name()]))]
}

const every = commandsBelow(await buildProgram({ terminal, endWith: async () => undefined }))
const known = new Set([...every.flatMap(({ command }) => command.options.map(({ long }) => long)), '--help', '--lang'])
/** What stands between backticks, without what differs by language. */
const spansOf = (name: string) => Array.from(textOf(name).matchAll(/`([^`]+)`/g), ([, code = '']) => code.replaceAll(/\s+/g, ' '))

describe.each([page, chinese(page)])('%s', (name) => {
  const text = textOf(name).replaceAll(/\s+/g, ' ')

  it('names every command', () => {
    const named = (path: readonly string[]) => {
      const [group = '', ...rest] = path
      return group === 'sandbox'
        ? new RegExp(` ${rest.join(' ')}[ \`]`).test(text)
        : text.includes(`\`${path.join(' ')}`) || text.includes(`## ${group} `)
    }
    expect(every.filter(({ path }) => !named(path)).map(({ path }) => path.join(' '))).toEqual([])
  })

  it('names no option that there is not', () => {
    expect((text.match(/--[a-z][a-z-]*\d*/g) ?? []).filter((option) => !known.has(option))).toEqual([])
  })
})

describe('the page in Chinese', () => {
  it('has the sections and the commands of the page in English', () => {
    const headings = (name: string) => Array.from(textOf(name).matchAll(/^## (.*)$/gm), ([, title]) => title)
    expect(headings(chinese(page))).toEqual(headings(page))
    const commands = (name: string) => spansOf(name).filter((code) => /^(card-member|batch|consent|desk|doctor|keys|--)/.test(code))
    expect(commands(chinese(page)).toSorted()).toEqual(commands(page).toSorted())
  })
})
