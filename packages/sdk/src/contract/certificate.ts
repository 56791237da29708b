import { Time } from './field.ts'
import { operation } from './operation.ts'
import { Type } from './schema.ts'

/** Platform certificates, each encrypted with the caller's APIv3 key. For merchants that do not use the public key. */
export const downloadCertificates = operation({
  id: 'downloadCertificates',
  method: 'GET',
  path: '/v3/certificates',
  query: [],
  summary: { 'zh-CN': '下载平台证书', en: 'Download platform certificates' },
  page: { id: '4012551764', date: '2025.03.31' },
  per_second: 1000,
  repeat: 'always',
  brand_direct: false,
  input: Type.Object({}),
  reply: Type.Object({
    data: Type.Array(
      Type.Object({
        serial_no: Type.String(),
        effective_time: Time('生效时间。', 'When it comes into force.'),
        expire_time: Time('失效时间。', 'When it expires.'),
        encrypt_certificate: Type.Object({
          algorithm: Type.Literal('AEAD_AES_256_GCM'),
          nonce: Type.String(),
          associated_data: Type.String(),
          ciphertext: Type.String(),
        }),
      }),
    ),
  }),
})
