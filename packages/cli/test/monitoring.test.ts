import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startDesk } from '@card-member/desk'
import { Metrics } from '@card-member/service'
import { makeLog } from '@card-member/service/log'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { systemProgram } from '../../../test/system-program.ts'
import { systemPrograms } from '../../../test/system-programs.ts'
import { blocksOf, chinese, pathOf, textOf } from './guide-page.ts'
import { rehearse } from './rehearsal-fixture.ts'

interface Rule {
  readonly alert: string
  readonly expr: string
  readonly for: string
  readonly labels: { readonly severity: string }
  readonly annotations: { readonly summary: string; readonly description: string }
}
interface Panel {
  readonly id: number
  readonly title: string
  readonly description: string
  readonly targets: readonly { readonly expr: string }[]
}
interface Dashboard {
  readonly panels: readonly Panel[]
  readonly templating: { readonly list: readonly { readonly name: string; readonly query: string | { readonly query: string } }[] }
}

const { groups }: { groups: readonly { readonly rules: readonly Rule[] }[] } = parse(textOf('deploy/prometheus-rules.yml'))
const rules = groups.flatMap((group) => group.rules)
const dashboard: Dashboard = JSON.parse(textOf('deploy/grafana-dashboard.json'))
const variables = dashboard.templating.list.flatMap(({ query }) => (typeof query === 'string' ? [] : [query.query]))

/** What Prometheus itself adds to everything that it reads. */
const ofPrometheus = ['job', 'instance']

/** Each metric that an expression names, with the labels and values that it asks for. */
function* asked(
  expression: string,
): Generator<{ readonly name: string; readonly labels: readonly string[]; readonly values: readonly string[] }> {
  for (const [, name = '', labels = ''] of expression.matchAll(/\b((?:card_member|nodejs|process)_\w+|up)\b(?:\{([^}]*)\})?/g)) {
    const matchers = [...labels.matchAll(/(\w+)\s*(=~|!=|!~|=)\s*"([^"]*)"/g)]
    yield {
      name,
      labels: matchers.map(([, label = '']) => label),
      values: matchers.flatMap(([, label, , value]) => (label === 'result' || label === 'code' ? `${label}=${value}` : [])),
    }
  }
}

/** The labels by which an expression groups. */
const grouped = (expression: string) =>
  [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(',').map((label) => label.trim()))

describe('dashboard and alerts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'card-member-monitoring-'))
  const exported = new Map<string, Set<string>>([['up', new Set()]])
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  beforeAll(async () => {
    await using rehearsal = await rehearse()
    await using desk = await startDesk({ database: `sqlite:${folder}/desk.db`, log: makeLog({ level: 'silent' }) })
    await fetch(`${desk.url}/api/session`)
    // What has a label is listed from its first value on, and here nobody receives notifications.
    const notified = new Metrics()
    notified.notified('change.waiting', 'given_up')
    const texts = await Promise.all([rehearsal.platform.url, desk.url].map(async (url) => (await fetch(`${url}/metrics`)).text()))
    for (const text of [...texts, await notified.text()])
      for (const [, name = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
        const known = exported.get(name) ?? new Set()
        for (const [, label = ''] of labels.matchAll(/(\w+)="/g)) known.add(label)
        exported.set(name, known)
      }
  })

  it.each([
    ...rules.map(({ alert, expr }) => [alert, expr]),
    ...dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr])),
    ...variables.map((query) => ['a variable', query]),
  ])('%s asks for what the servers export: %s', (_, expression = '') => {
    const found = [...asked(expression)]
    expect(found.length).toBeGreaterThan(0)
    for (const { name, labels } of found) {
      expect([...exported.keys()]).toContain(name)
      expect([...(exported.get(name) ?? []), ...ofPrometheus]).toEqual(expect.arrayContaining([...labels, ...grouped(expression)]))
    }
  })

  it('knows a name and a label that no server exports', () => {
    expect([...asked('sum by (job) (card_member_answer_total{codes="OK"})')]).toEqual([
      { name: 'card_member_answer_total', labels: ['codes'], values: [] },
    ])
    expect(exported.has('card_member_answer_total')).toBe(false)
    expect(exported.get('card_member_answers_total')).toEqual(new Set(['operation', 'status', 'code']))
  })

  it('compares codes and results with those that there are', () => {
    const codes = [...textOf('docs/errors.md').matchAll(/`([A-Z_]+)`/g)].map(([, code]) => `code=${code}`)
    const known = new Set(['code=OK', 'result=delivered', 'result=failed', 'result=given_up', ...codes])
    const values = [...rules.map(({ expr }) => expr), ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))]
      .flatMap((expression) => [...asked(expression)])
      .flatMap(({ values }) => values)
    expect(values.filter((value) => !known.has(value))).toEqual([])
    expect(values).toContain('code=SIGN_ERROR')
  })

  it.each(rules)('$alert waits, and says how bad it is, what happened and what to do', (rule) => {
    expect(rule.for).toMatch(/^\d+m$/)
    expect(['critical', 'warning']).toContain(rule.labels.severity)
    expect(rule.annotations.summary.length).toBeLessThan(100)
    expect(rule.annotations.description).toMatch(/\b(look|ask|find|press|raise)\b.*\.$/i)
  })

  it('have rules that Prometheus reads', () => {
    const promtool = systemProgram(systemPrograms.promtool)
    const { status, stdout, stderr } = spawnSync(promtool, ['check', 'rules', pathOf('deploy/prometheus-rules.yml')], { encoding: 'utf8' })
    expect([status, stderr, stdout]).toEqual([0, '', expect.stringContaining(`SUCCESS: ${rules.length} rules found`)])
  })

  it('find the servers by the configuration of the guide, which is the same in both languages', () => {
    const [scrape = ''] = blocksOf('docs/install.md').flatMap(({ language, code }) => (language === 'yaml' ? [code] : []))
    expect(blocksOf(chinese('docs/install.md')).some(({ code }) => code === scrape)).toBe(true)
    const jobs = [...scrape.matchAll(/job_name: (\S+)/g)].map(([, name]) => name)
    expect(jobs).toEqual(['card-member-platform', 'card-member-desk'])
    const file = join(folder, 'prometheus.yml')
    writeFileSync(file, scrape.replace('/etc/prometheus/card-member-rules.yml', pathOf('deploy/prometheus-rules.yml')))
    const promtool = systemProgram(systemPrograms.promtool)
    const { status, stderr } = spawnSync(promtool, ['check', 'config', file], { encoding: 'utf8' })
    expect([status, stderr]).toEqual([0, ''])
    const named = rules.flatMap(({ expr }) => [...expr.matchAll(/job=~?"([^"]*)"/g)].map(([, job]) => job ?? ''))
    for (const job of named) expect(jobs.some((name = '') => new RegExp(`^${job}$`).test(name))).toBe(true)
  })

  it('have panels with a title, a sentence and an id of their own', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length)
    for (const { title, description } of dashboard.panels) expect([title, description.endsWith('.')]).toEqual([expect.any(String), true])
  })
})
