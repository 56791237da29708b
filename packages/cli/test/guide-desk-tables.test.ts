import { roles } from '@card-member/desk'
import { defaultDeskSettings, defaultSettings, permissions } from '@card-member/desk/contract'
import { describe, expect, it } from 'vitest'
import { columnNames } from '../../desk/src/files/batch-column.ts'
import { chinese, textOf } from './guide-page.ts'
import { runHere } from './in-process.ts'

const [operators, administrators] = ['docs/desk-operators.md', 'docs/desk-administrators.md']

describe.each([operators, chinese(operators), administrators, chinese(administrators)])('%s', (name) => {
  it('shows commands and options that there are', async () => {
    const lines = textOf(name)
      .replaceAll('\\\n', ' ')
      .matchAll(/^.*?\bcard-member ((?:desk|batch|consent)(?: [a-z][a-z-]*)*)(.*)$/gm)
    const commands = Array.from(lines, ([, words = '', rest = '']) => ({
      words: words.split(' '),
      options: rest.split('$(')[0]?.match(/--[a-z-]+\d*/g) ?? [],
    }))
    expect(commands.length).toBeGreaterThan(1)
    for (const { words, options } of commands) {
      const path =
        words.length === 1 ? ['desk', 'serve'] : words.slice(0, ['audit', 'changes', 'passkeys', 'staff'].includes(words[1] ?? '') ? 3 : 2)
      const { code, stdout } = await runHere([...path, '--help'])
      const missing = options.filter((option) => !stdout.includes(option))
      expect({ path, code, missing }).toEqual({ path, code: 0, missing: [] })
    }
  })
})

describe.each([operators, chinese(operators)])('the columns in %s', (name) => {
  it.each(Object.entries(columnNames))('%s are called as files may call them', (column, [first, ...others]) => {
    const rows = textOf(name)
      .split('\n')
      .map((line) => line.split('|').map((cell) => cell.trim()))
    // Of the table of columns, which has four cells between its bars.
    const row = rows.find((cells) => cells.length === 6 && cells.includes(`\`${column}\``) && cells.includes(first))
    const also = (row?.[3] ?? '').split(/[,、]/).map((text) => text.trim().replaceAll('`', ''))
    expect(also.filter((text) => !others.some((other) => other === text))).toEqual([])
  })
})

describe.each([administrators, chinese(administrators)])('the tables in %s', (name) => {
  const rows = textOf(name)
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )

  it.each(Object.entries(roles))('give the role %s its permissions', (role, held) => {
    const [, ...marks] = rows.find(([first, ...cells]) => first === `\`${role}\`` && cells.length === permissions.length) ?? []
    expect(permissions.filter((_, index) => marks[index] === '✓').toSorted()).toEqual(held.toSorted())
  })

  it('give every setting its default', () => {
    const told = rows.flatMap(([names = '', values = '', meaning]) => {
      if (meaning === undefined) return []
      const list = values.split(/[,、](?![^[]*\])/).map((value) => value.trim().replaceAll('`', ''))
      return Array.from(names.matchAll(/`(\w+)`/g), ([, setting = ''], index) => [setting, list[index]] as const)
    })
    const defaults = Object.entries(defaultSettings).map(([setting, value]) => [setting, JSON.stringify(value)])
    expect(told.filter(([setting]) => Object.hasOwn(defaultSettings, setting))).toEqual(defaults)
    // Those of the desk as a whole: the one that a table names, and the one that the text does.
    const { notify_url, staff_change_delay_hours } = defaultDeskSettings
    expect(told.filter(([setting]) => Object.hasOwn(defaultDeskSettings, setting))).toEqual([['notify_url', JSON.stringify(notify_url)]])
    expect(textOf(name)).toMatch(new RegExp(`\`staff_change_delay_hours\`\\D{1,10}${staff_change_delay_hours}\\D`))
  })
})
