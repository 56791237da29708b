import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { forbiddenImports } from './imports.ts'

/** What came of a stage. */
interface Result {
  readonly passed: number
  readonly failed: number
}

const folder = mkdtempSync(join(tmpdir(), 'card-member-test-'))

const stages: Readonly<Record<string, () => Result>> = {
  'format and lint': () => one(run('biome', ['ci', '--error-on-warnings'])),
  types: () => one(run('tsc', ['-p', '.'])),
  'import rules': importRules,
  'unused code': () => one(run('knip', [])),
}

/** Runs a tool of ours; whether it was content. */
function run(tool: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(join('node_modules', '.bin', tool), args, { stdio: 'inherit' })
  if (error) console.error(error.message)
  return status === 0
}

function one(passed: boolean): Result {
  return passed ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}

function importRules(): Result {
  const faults = forbiddenImports('.')
  for (const fault of faults) console.error(fault)
  return one(faults.length === 0)
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
  const output = join(folder, 'report.json')
  const content = run('vitest', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${output}`])
  const report = readReport(output)
  if (report === undefined) return { passed: 0, failed: 1 }
  const left = report.numPendingTests + report.numTodoTests
  if (left > 0) console.error(`${left} tests were left out; every test has to run`)
  const failed = report.numFailedTests + left
  const sound = content && report.success && report.numPassedTests > 0
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

function main(args: readonly string[]): void {
  const chosen = args.includes('--static') ? stages : { ...stages, tests: suites }
  let passed = 0
  let failed = 0
  for (const [name, stage] of Object.entries(chosen)) {
    const began = performance.now()
    console.log(`\n== ${name}`)
    const result = stage()
    passed += result.passed
    failed += result.failed
    console.log(`== ${name}: ${result.failed === 0 ? 'passed' : 'failed'} after ${((performance.now() - began) / 1000).toFixed(1)} s`)
  }
  rmSync(folder, { recursive: true, force: true })
  process.exitCode = failed === 0 ? 0 : 1
  console.log(`\n${passed} passed, ${failed} failed`)
}

main(process.argv.slice(2))
