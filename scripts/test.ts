import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareSystemPrograms } from '../test/system-programs.ts'
import { forbiddenImports } from './imports.ts'

/** What came of a stage. */
interface Result {
  readonly passed: number
  readonly failed: number
}

/** What a stage that runs beside others has to say when it is over. */
interface Told {
  readonly passed: boolean
  readonly output: string
}

const folder = mkdtempSync(join(tmpdir(), 'card-member-test-'))

/** Stages that change nothing: they run beside each other. */
const stages: Readonly<Record<string, () => Promise<Told>>> = {
  'format and lint': () => run('biome', ['ci', '--error-on-warnings']),
  types: () => run('tsc', ['-p', '.']),
  'types of the console': () => run('tsc', ['-p', 'packages/console']),
  'import rules': importRules,
  'unused code': () => run('knip', []),
}

/** Runs a tool of ours. */
async function run(tool: string, args: readonly string[]): Promise<Told> {
  const child = spawn(join('node_modules', '.bin', tool), args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  try {
    const [status] = await once(child, 'close')
    return { passed: status === 0, output }
  } catch (error) {
    return { passed: false, output: `${output}${String(error)}\n` }
  }
}

async function importRules(): Promise<Told> {
  const faults = forbiddenImports('.')
  return { passed: faults.length === 0, output: faults.map((fault) => `${fault}\n`).join('') }
}

// Beside the others, before the tests: one of them that installs holds up those that need the same program.
async function systemPrograms(): Promise<Told> {
  const missing = prepareSystemPrograms()
  return { passed: true, output: missing.length === 0 ? '' : `${missing.join(', ')}: the tests that need it say how to install it\n` }
}

async function stage(name: string, make: () => Promise<Told>): Promise<Result> {
  const began = performance.now()
  const { passed, output } = await make()
  process.stdout.write(`\n== ${name}\n${output}`)
  tell(name, passed, began)
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function tell(name: string, passed: boolean, began: number): void {
  console.log(`== ${name}: ${passed ? 'passed' : 'failed'} after ${((performance.now() - began) / 1000).toFixed(1)} s`)
}

interface Report {
  readonly success: boolean
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly numPendingTests: number
  readonly numTodoTests: number
  readonly numFailedTestSuites: number
}

/** All tests. One that was left out counts as failed, and so does a file that could not be run. */
function suites(): Result {
  const began = performance.now()
  console.log('\n== tests')
  const result = runSuites()
  tell('tests', result.failed === 0, began)
  return result
}

function runSuites(): Result {
  const output = join(folder, 'report.json')
  const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${output}`]
  const { status, error } = spawnSync(join('node_modules', '.bin', 'vitest'), args, { stdio: 'inherit' })
  if (error) console.error(error.message)
  const report = readReport(output)
  if (report === undefined) return { passed: 0, failed: 1 }
  const left = report.numPendingTests + report.numTodoTests
  if (left > 0) console.error(`${left} tests were left out; every test has to run`)
  const failed = report.numFailedTests + left
  const sound = status === 0 && report.success && report.numPassedTests > 0
  return { passed: report.numPassedTests, failed: failed === 0 && !sound ? 1 : failed }
}

function readReport(path: string): Report | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    console.error('vitest left no report')
    return undefined
  }
}

async function main(args: readonly string[]): Promise<void> {
  const isStatic = args.includes('--static')
  const first = isStatic ? stages : { ...stages, 'programs of the system': systemPrograms }
  const results = await Promise.all(Object.entries(first).map(([name, make]) => stage(name, make)))
  if (!isStatic) results.push(suites())
  rmSync(folder, { recursive: true, force: true })
  const [passed, failed] = [sum(results.map((result) => result.passed)), sum(results.map((result) => result.failed))]
  process.exitCode = failed === 0 ? 0 : 1
  console.log(`\n${passed} passed, ${failed} failed`)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

await main(process.argv.slice(2))
