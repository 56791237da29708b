import { createHash } from 'node:crypto'
import { PlatformError } from '@card-member/sdk/contract'
import { uploadImage } from '../../../packages/platform/src/domain/upload-image.ts'
import { mutated } from '../mutate.ts'
import { keeping, type Target } from '../target.ts'

const hex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
// The beginnings of images, as far as a size is read from them, and of kinds that are not taken.
const seeds = [
  hex(
    '89504e470d0a1a0a 0000000d49484452 0000000100000001 0806000000 1f15c489 0000000a49444154789c6300010000050001 0d0a2db4 0000000049454e44ae426082',
  ),
  hex('89504e470d0a1a0a 000000044367424930002000 0000000d49484452 0000000100000001 0806000000'),
  hex('ffd8 ffe0 0010 4a46494600010100000100010000 ffc0 0011 08 0010 0010 03 012200021101031101 ffd9'),
  hex(
    'ffd8 ffe1 0022 457869660000 4d4d002a00000008 0001 0112 0003 00000001 0006 0000 00000000 ffc2 0011 08 0010 0010 03 012200021101031101 ffd9',
  ),
  hex(
    '424d 46000000 00000000 36000000 28000000 01000000 ffffffff 0100 1800 00000000 10000000 130b0000 130b0000 00000000 00000000 0000ff00',
  ),
  hex('474946383961 0a000a00 910000'),
  hex('49492a00 08000000 0200 0001 0300 01000000 0a000000 0101 0300 01000000 0a000000 00000000'),
  hex('52494646 24000000 57454250 56503820 18000000 300100 9d012a 01000100'),
  hex('69636e73 00000018 69633037 00000010 0000000000000000'),
  hex(
    '0000001866747970 6176696600000000 6d696631 61766966 0000002c 6d657461 00000000 00000020 69707270 00000018 6970636f 00000014 69737065 00000000 00000010 00000010',
  ),
  hex('0000000c 4a584c20 0d0a870a 00000014 66747970 6a786c20 00000000 6a786c20 00000010 6a786c63 ff0a fa1f 4188'),
  hex(
    '0000000c 6a502020 0d0a870a 00000014 66747970 6a703220 00000000 6a703220 0000002d 6a703268 00000016 69686472 00000010 00000010 0003 07',
  ),
  hex('38425053 0001 000000000000 0003 00000010 00000010 0008 0003'),
  hex('44445320 7c000000 07100000 10000000 10000000'),
  new TextEncoder().encode(
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="10" height="10" viewBox="0 0 10 10"><g/></svg>',
  ),
  new TextEncoder().encode('P6 10 10 255 '),
]

/** An image that is uploaded to the platform. */
export const image: Target = {
  name: 'image',
  inputs: mutated(seeds, ['<svg', ' width="', 'ftyp', 'IHDR', 'Exif\0\0', 'ispe']),
  open: () => (input) =>
    keeping({ errors: [PlatformError] }, async () => {
      const sha256 = createHash('sha256').update(input).digest('hex')
      const filename = ['a.png', 'a.JPG', 'a.bmp'][input.length % 3] ?? ''
      const kept: string[] = []
      const put = async (name: string) => {
        kept.push(name)
      }
      const name = await uploadImage({ filename, file: input, sha256 }, { put, get: async () => undefined })
      if (!/^[0-9a-f]{64}\.(png|jpg|bmp)$/.test(name) || kept[0] !== name) throw new Error(`kept as ${name}`)
    }),
}
