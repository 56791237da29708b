import { readFileSync } from 'node:fs'
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }
import { contract } from './contract.ts'
import { files } from './files.ts'
import { deskOpenApi } from './openapi.ts'

const document = deskOpenApi({ version: manifest.version })
const text = `${JSON.stringify(document, null, 2)}\n`

describe("the desk's OpenAPI document", () => {
  it('is what is in desk-openapi.json', () => {
    const committed = readFileSync(new URL('../../../../desk-openapi.json', import.meta.url), 'utf8')
    expect(committed === text, 'desk-openapi.json differs from the contract: run `npm run openapi` and commit it').toBe(true)
  })

  it('is a valid OpenAPI 3.1 document whose references all lead somewhere', async () => {
    const validator = new Validator()
    expect(await validator.validate(JSON.parse(text))).toEqual({ valid: true })
    expect(() => validator.resolveRefs()).not.toThrow()
  })

  it('has every operation once, with what it requires', () => {
    const told = Object.values(document.paths).flatMap((path) => Object.values(path).map((one) => JSON.parse(JSON.stringify(one))))
    const permissions = Object.values({ ...contract, ...files }).map(({ id, permission }) => [id, permission])
    expect(told.map((one) => [one.operationId, one['x-permission']]).toSorted()).toEqual(permissions.toSorted())
  })

  it('tells of files, bodies and brands what the declarations say', () => {
    expect(document.paths['/api/brands/{brand_id}/batches']?.post).toMatchObject({
      tags: ['batches'],
      security: [{ session: [] }],
      requestBody: { content: { 'application/octet-stream': {} } },
    })
    expect(document.paths['/api/session']?.post).toMatchObject({ security: [], 'x-permission': 'anyone' })
    expect(document.paths['/api/brands/{brand_id}/audit']?.get).toMatchObject({ operationId: 'listAuditEvents', tags: ['audit'] })
  })
})
