import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { systemProgram } from '../../../test/system-program.ts'
import { systemPrograms } from '../../../test/system-programs.ts'
import { pathOf, textOf } from './guide-page.ts'

/** What systemd-analyze may say of a unit, in tenths: 0 is a service that can reach nothing, 100 one that may do everything. */
const mostExposure = 15

const parts = ['platform', 'desk'] as const

describe('the units of systemd', () => {
  const analyze = systemProgram(systemPrograms.systemdAnalyze)
  const folder = mkdtempSync(join(tmpdir(), 'card-member-units-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are one for each server', () => {
    const units = readdirSync(pathOf('deploy')).filter((name) => name.endsWith('.service'))
    expect(units.toSorted()).toEqual(parts.map((part) => `card-member-${part}.service`).toSorted())
  })

  it.each(parts)('that of the %s has no word that systemd does not know', (part) => {
    const file = join(folder, `card-member-${part}.service`)
    writeFileSync(file, textOf(`deploy/card-member-${part}.service`).replace('/usr/local/bin/card-member', process.execPath))
    const { status, stdout, stderr } = spawnSync(analyze, ['verify', '--man=no', file], { encoding: 'utf8' })
    expect([status, stdout, stderr]).toEqual([0, '', ''])
  })

  it.each(parts)('that of the %s leaves the service little that it could do', (part) => {
    const file = pathOf(`deploy/card-member-${part}.service`)
    const options = ['--offline=true', `--threshold=${mostExposure}`, '--no-pager']
    const { status, stdout } = spawnSync(analyze, ['security', ...options, file], { encoding: 'utf8' })
    expect({ status, stdout }).toEqual({ status: 0, stdout: expect.stringContaining('Overall exposure level') })
  })

  it('differ in nothing that shields them but the folder of the other, which neither reads', () => {
    const shields = (part: string) =>
      /^# What the service may not do[\s\S]*?(?=\n\n)/m.exec(textOf(`deploy/card-member-${part}.service`))?.[0]
    expect(shields('desk')).toContain('InaccessiblePaths=-/var/lib/card-member/platform\n')
    expect(shields('desk')?.replace('card-member/platform', 'card-member/desk')).toBe(shields('platform'))
  })
})
