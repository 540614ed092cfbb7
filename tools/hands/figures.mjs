// Jobs in (JSON lines on stdin), figures out (one JSON string of SVG per line): each named part of the
// drawing lies in <g data-part="group:variant">, so that what it covers can be told later.
//
// A job: {"kit": "dicebear", "style": "lorelei", "seed": "7", "options": {...}, "skip": ["hair:variant01"]}.
// The packages are looked for in the folder named by the first argument.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import path from 'node:path'

const packages = path.join(path.resolve(process.argv[2]), 'node_modules')
const fetched = (...names) => import(pathToFileURL(path.join(packages, ...names)).href)
const part = (name, body) => (body ? `<g data-part="${name}">${body}</g>` : body)

const styles = new Map()
async function dicebearStyle(name) {
  if (styles.has(name)) return styles.get(name)
  const library = path.join('@dicebear', name, 'lib')
  const groups = await fetched(library, 'components', 'index.js')
  for (const [group, variants] of Object.entries(groups))
    for (const [variant, draw] of Object.entries(variants))
      variants[variant] = (components, colors) => part(`${group}:${variant}`, draw(components, colors))
  const style = await fetched(library, 'index.js')
  styles.set(name, { style, groups })
  return styles.get(name)
}

async function dicebear({ style: name, seed, options, skip = [] }) {
  const { createAvatar } = await fetched('@dicebear', 'core', 'lib', 'index.js')
  const { style, groups } = await dicebearStyle(name)
  const allowed = {}
  for (const group of Object.keys(groups)) {
    const usual = style.schema.properties[group]?.default
    if (usual) allowed[group] = usual.filter((variant) => !skip.includes(`${group}:${variant}`))
  }
  return createAvatar(style, { seed, ...allowed, ...options }).toString()
}

let heads
async function bigHeads() {
  if (heads) return heads
  const require = createRequire(path.join(packages, 'package.json'))
  const React = require('react')
  const { renderToStaticMarkup } = require('react-dom/server')
  const kit = require('@bigheads/core')
  const within = (name, Drawn) => (props) =>
    React.createElement('g', { 'data-part': name }, React.createElement(Drawn, props))
  for (const [group, map] of [['hair', kit.hairMap], ['clothing', kit.clothingMap]])
    for (const [name, sides] of Object.entries(map)) {
      const { Front, Back } = sides
      // The drawing asks whether a side is Noop: such a side stays as it is.
      const wrapped = (side) => (side === kit.Noop ? side : within(`${group}:${name}`, side))
      map[name] = { ...sides, Front: wrapped(Front), Back: wrapped(Back) }
    }
  heads = { kit, draw: (props) => renderToStaticMarkup(React.createElement(kit.BigHead, props)) }
  return heads
}

const shaded = (base, shadow) => ({ base, shadow })
async function bigheads({ options }) {
  const { kit, draw } = await bigHeads()
  // Every colour that a figure may be given is told apart by a colour of its own, painted over later.
  const { hair, skin, clothing } = kit.theme.colors
  hair.own = shaded('#a10001', '#a10002')
  skin.own = shaded('#a10003', '#a10004')
  clothing.own = shaded('#a10005', '#a10006')
  return draw({ ...options, hairColor: 'own', skinTone: 'own', clothingColor: 'own', mask: false })
}

let peepKit
async function peeps({ options }) {
  if (!peepKit) {
    const require = createRequire(path.join(packages, 'package.json'))
    const React = require('react')
    const { renderToStaticMarkup } = require('react-dom/server')
    const kit = require('react-peeps')
    const groups = { hair: kit.Hair, bust: kit.BustPose, sitting: kit.SittingPose, standing: kit.StandingPose }
    for (const [group, map] of Object.entries(groups))
      for (const [name, Drawn] of Object.entries(map))
        map[name] = (props) =>
          React.createElement('g', { 'data-part': `${group}:${name}` }, React.createElement(Drawn, props))
    peepKit = (props) => renderToStaticMarkup(React.createElement(kit.default, props))
  }
  const svg = peepKit({ ...options, strokeColor: '#a10001', backgroundColor: '#a10002' })
  return svg.replace('<svg ', '<svg xmlns="http://www.w3.org/2000/svg" ')
}

let human
async function humaaans({ options }) {
  if (!human) {
    const require = createRequire(path.join(packages, 'package.json'))
    const React = require('react')
    const { renderToStaticMarkup } = require('react-dom/server')
    // The package's own figure loads its parts in a browser, and its modules are of a kind that it does not
    // declare: the parts' files are read one by one instead, and put together as the figure does it.
    const drawn = (folder, name) => {
      const file = path.join(packages, 'humaaans', 'lib', 'body-parts', folder, `${name}.js`)
      const text = readFileSync(file, 'utf8').replace(/^import .*$/m, '').replace(/export default (\w+);/, 'return $1')
      const props = { 'data-part': `${folder}:${name}` }
      return React.createElement('g', props, React.createElement(new Function('React', text)(React)))
    }
    const at = (x, y, child) => React.createElement('g', { transform: `translate(${x} ${y})` }, child)
    human = ({ head, torso, posture, bottom, skirtLength }) => {
      const svg = renderToStaticMarkup(
        React.createElement(
          'svg',
          { xmlns: 'http://www.w3.org/2000/svg', xmlnsXlink: 'http://www.w3.org/1999/xlink', viewBox: '0 0 380 480' },
          at(122, 31, drawn('head', head)),
          at(40, 218, drawn(posture, bottom)),
          at(62, 113, drawn('torso', torso)),
        ),
      )
      return svg.replace(/id="Skirt(-Shadow)?"/g, `$& transform="scale(1 ${skirtLength})"`)
    }
  }
  return human(options)
}

let faceKit
async function faces({ seed, options, skip = [] }) {
  if (!faceKit) {
    faceKit = await fetched('facesjs', 'build', 'index.js')
    for (const [group, variants] of Object.entries(faceKit.svgs))
      for (const [variant, body] of Object.entries(variants)) variants[variant] = part(`${group}:${variant}`, body)
  }
  const { gender, ...given } = options
  const random = Math.random
  // The kit chooses by the global random numbers only.
  Math.random = seeded(Number(seed))
  try {
    let face
    do face = faceKit.generate(given, { gender })
    while (Object.entries(face).some(([group, { id }]) => skip.includes(`${group}:${id}`)))
    return faceKit.faceToSvgString(face)
  } finally {
    Math.random = random
  }
}

// Random numbers of 0..1 by a seed: xorshift, the last 32 bits of each state as a fraction.
function seeded(seed) {
  let state = (seed % 0xffffffff) + 1
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) / 2 ** 32
  }
}

const kits = { dicebear, bigheads, peeps, humaaans, faces }
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line)
  console.log(JSON.stringify(await kits[job.kit](job)))
}
