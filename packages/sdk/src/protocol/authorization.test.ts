import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { brandScheme, formatAuthorization, parseAuthorization, partnerScheme } from './authorization.ts'

const signed = { serial_no: '5157F09EFDC096DE15EBE81A47057A7232F1B8E1', nonce: 'n1', timestamp: '1750000000', signature: 'AQID' }

describe('an Authorization header', () => {
  it('says who signs by its scheme', () => {
    expect(formatAuthorization({ scheme: partnerScheme, mchid: '1900000001', ...signed })).toBe(
      'WECHATPAY2-SHA256-RSA2048 mchid="1900000001",nonce_str="n1",signature="AQID",timestamp="1750000000",serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1"',
    )
    expect(formatAuthorization({ scheme: brandScheme, brand_id: '1004', ...signed })).toBe(
      'WECHATPAY-BRAND-SHA256-RSA2048 brand_id="1004",nonce_str="n1",signature="AQID",timestamp="1750000000",serial_no="5157F09EFDC096DE15EBE81A47057A7232F1B8E1"',
    )
  })

  it('is read as it was written', () => {
    const text = fc.stringMatching(/^[0-9A-Za-z+/=_-]{1,40}$/)
    const parts = { serial_no: text, nonce: text, timestamp: fc.stringMatching(/^\d{1,12}$/), signature: text }
    const partner = fc.record({ scheme: fc.constantFrom(partnerScheme, 'OTHER'), mchid: text, ...parts })
    const brand = fc.record({ scheme: fc.constant(brandScheme), brand_id: text, ...parts })
    fc.assert(
      fc.property(fc.oneof(partner, brand), (authorization) => {
        expect(parseAuthorization(formatAuthorization(authorization))).toEqual(authorization)
      }),
    )
  })

  it('is malformed when scheme and owner are mixed, or both are there', () => {
    const partner = formatAuthorization({ scheme: partnerScheme, mchid: '1900000001', ...signed })
    const brand = formatAuthorization({ scheme: brandScheme, brand_id: '1004', ...signed })
    for (const header of [
      partner.replace(partnerScheme, brandScheme),
      brand.replace(brandScheme, partnerScheme),
      `${partner},brand_id="1004"`,
      `${brand},mchid="1900000001"`,
      partner.replace('mchid="1900000001",', ''),
    ])
      expect(parseAuthorization(header)).toBeUndefined()
  })
})
