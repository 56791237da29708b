import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest; what packs for others comes before them. One of them that begins last would keep a single worker busy when the others are done. */
const longest = [
  'test/package.test.ts',
  'packages/desk/test/crash.test.ts',
  'packages/cli/test/guide-desk.test.ts',
  'packages/cli/test/guide-install.test.ts',
  'packages/cli/test/pipes.test.ts',
  'packages/cli/test/signals.test.ts',
  'packages/desk/test/batch-rules.test.ts',
  'packages/cli/test/batch-killed.test.ts',
  'packages/desk/test/file-reader.test.ts',
  'packages/platform/test/crash.test.ts',
  'packages/cli/test/guide-readme.test.ts',
  'packages/cli/test/guide-packages.test.ts',
  'packages/desk/test/unknown-outcome-model.test.ts',
  'packages/desk/test/withdrawal.test.ts',
  'packages/platform/test/user-card-model.test.ts',
  'packages/cli/test/batch.test.ts',
  'packages/cli/test/file-modes.test.ts',
  'packages/cli/test/desk.test.ts',
  'packages/cli/test/guide-rehearsal.test.ts',
  'packages/desk/test/connection-brands.test.ts',
  'packages/cli/test/demo.test.ts',
  'packages/cli/test/backup.test.ts',
]

/** Begins with the longest files, then as Vitest would: by the last run on this machine, or else by size. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rest = await super.sort(files)
    const rank = ({ moduleId }: TestSpecification) => {
      const found = longest.findIndex((name) => moduleId.endsWith(`/${name}`))
      return found < 0 ? longest.length : found
    }
    return rest.sort((a, b) => rank(a) - rank(b))
  }
}
