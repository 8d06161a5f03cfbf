// Resources: the type and its API version are known, and the body fits them.
import { checkObject } from './values.mjs'

// What Bicep itself adds to every resource.
const ALWAYS = new Set(['parent', 'scope', 'dependsOn', 'name'])

export function checkResources({ declarations }, schemas, report) {
  for (const { kind, name, node, target, body, existing } of declarations) {
    if (kind !== 'resource') continue
    const [type, version] = (target ?? '').split('@'), schema = schemas.get(type.toLowerCase())
    if (!version) report(node, `${name}: '${target}' has no API version`)
    else if (!schema) report(node, `${name}: there is no list for ${type}`)
    else if (schema.version !== version) report(node, `${name}: ${type} is known at ${schema.version}, not at ${version}`)
    else if (body && !existing) checkObject(body, schema.shape, `${name}:`, report, ALWAYS)
  }
}
