import { execFileSync } from 'node:child_process'
import { type Browser, chromium } from 'playwright-core'
import { systemProgram } from './system-program.ts'
import { systemPrograms } from './system-programs.ts'

const whole = { name: 'chromium', probe: '--version', debian: 'chromium' } as const
// It asks nobody for updates, and needs no sandbox of its own: it opens pages of the test alone.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** Starts Chromium without a window. Where this process may install it, it is installed. */
export function startChromium(): Promise<Browser> {
  const found = foundProgram()
  const executablePath = found.includes('/') ? found : execFileSync('which', [found], { encoding: 'utf8' }).trim()
  return chromium.launch({ executablePath, args: flags })
}

function foundProgram(): string {
  try {
    return systemProgram(systemPrograms.chromiumShell)
  } catch {
    return systemProgram(whole)
  }
}
