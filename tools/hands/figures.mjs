// Jobs in (JSON lines on stdin), figures out (one JSON string of SVG per line): each named part of the
// drawing lies in <g data-part="group:variant">, so that what it covers can be told later.
//
// A job: {"kit": "dicebear", "style": "lorelei", "seed": "7", "options": {...}, "skip": ["hair:variant01"]}.
// The packages are looked for in the folder named by the first argument.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
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

const kits = { dicebear, bigheads, peeps }
for await (const line of createInterface({ input: process.stdin })) {
  const job = JSON.parse(line)
  console.log(JSON.stringify(await kits[job.kit](job)))
}
