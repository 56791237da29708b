import { text } from '../text.ts'
import { Text } from './field.ts'
import { operation } from './operation.ts'
import { Type } from './schema.ts'

/** Bytes of the `file` part; at most 2 MiB of PNG, JPEG or BMP. */
const FileBytes = Type.File({
  description: text({ zh: '图片内容：PNG、JPG 或 BMP，最大 2 MB。', en: 'Bytes of the image: PNG, JPG or BMP, at most 2 MB.' }),
})
const Digest = Type.String({
  pattern: '^[0-9a-f]{64}$',
  description: text({
    zh: '文件的 SHA-256，小写十六进制；不填则由 SDK 计算。',
    en: 'SHA-256 of the file, lower-case hex; the SDK computes it when it is absent.',
  }),
})

export const uploadImage = operation({
  id: 'uploadImage',
  method: 'POST',
  path: '/v3/brand/partner/card-member/media/image-upload',
  query: [],
  summary: { 'zh-CN': '上传图片', en: 'Upload an image' },
  page: { id: '4015900513', date: '2025.08.20' },
  per_second: 5,
  repeat: 'same_content',
  brand_direct: true,
  encoding: 'multipart',
  input: Type.Object({
    filename: Type.String({
      minLength: 1,
      maxLength: 128,
      pattern: '\\.([jJ][pP][eE]?[gG]|[bB][mM][pP]|[pP][nN][gG])$',
      description: text({
        zh: '文件名，以 .jpg、.jpeg、.bmp 或 .png 结尾。',
        en: 'Name of the file, ending in .jpg, .jpeg, .bmp or .png.',
      }),
    }),
    file_digest: Type.Optional(Digest),
    sha256: Type.Optional(Digest),
    file: FileBytes,
  }),
  reply: Type.Object(
    { media_url: Text(256, '图片URL。', 'URL of the image.') },
    { title: 'UploadedImage', description: text({ zh: '已上传的图片。', en: 'An uploaded image.' }) },
  ),
})
