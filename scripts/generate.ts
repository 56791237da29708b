import { writeFileSync } from 'node:fs'
import { generatedFiles } from './generated-files.ts'

// Writes the types, the methods and the endpoints of the SDK from the contract; a test compares the two.
for (const [path, source] of generatedFiles()) writeFileSync(new URL(`../${path}`, import.meta.url), source)
