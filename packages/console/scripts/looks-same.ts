import type { Browser } from 'playwright-core'

// A browser draws the edges of letters a little differently from run to run; another letter differs by far more pixels.
const look = `(async ([one, other]) => {
  const pixelsOf = async (source) => {
    const image = new Image()
    image.src = source
    await image.decode()
    const canvas = new OffscreenCanvas(image.width, image.height)
    const context = canvas.getContext('2d')
    context.drawImage(image, 0, 0)
    return context.getImageData(0, 0, image.width, image.height)
  }
  const [first, second] = [await pixelsOf(one), await pixelsOf(other)]
  if (first.width !== second.width || first.height !== second.height) return false
  let different = 0
  for (let at = 0; at < first.data.length; at++) if (Math.abs(first.data[at] - second.data[at]) > 64) different++
  return different < 12
})`

/** Whether two pictures, both WebP, look the same. */
export async function looksSame(chromium: Browser, one: Buffer, other: Buffer): Promise<boolean> {
  const page = await chromium.newPage()
  try {
    const sources = [one, other].map((bytes) => `data:image/webp;base64,${bytes.toString('base64')}`)
    return await page.evaluate<boolean>(`${look}(${JSON.stringify(sources)})`)
  } finally {
    await page.close()
  }
}
