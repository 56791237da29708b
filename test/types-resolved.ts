import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'

// Are the types wrong? node types-resolved.ts TARBALL… prints an array for each tarball: what is wrong with its types, for whom. One process
// for all of them loads its compiler once, and none of the tests that follow has it in memory.

async function problemsOf(tarball: string): Promise<readonly Problem[]> {
  const result = await checkPackage(createPackageFromTarballData(Uint8Array.from(readFileSync(tarball))))
  if (!result.types) throw new Error(`${tarball} has no types`)
  return result.problems
}

const found: (readonly Problem[])[] = []
for (const tarball of process.argv.slice(2)) found.push(await problemsOf(tarball))
process.stdout.write(JSON.stringify(found))
