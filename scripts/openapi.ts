import { writeFileSync } from 'node:fs'
import { deskOpenApi } from '../packages/desk/src/contract/openapi.ts'
import { version } from '../packages/sdk/src/client/version.ts'
import { openapi } from '../packages/sdk/src/contract/index.ts'
import { postmanCollection } from './postman-collection.ts'

// Writes openapi.json, desk-openapi.json and the collection from the contracts; tests compare them.
const file = new URL('../openapi.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(openapi({ version }), null, 2)}\n`)
const deskFile = new URL('../desk-openapi.json', import.meta.url)
writeFileSync(deskFile, `${JSON.stringify(deskOpenApi({ version }), null, 2)}\n`)
const collection = new URL('../docs/card-member.postman_collection.json', import.meta.url)
writeFileSync(collection, `${JSON.stringify(postmanCollection(), null, 2)}\n`)
