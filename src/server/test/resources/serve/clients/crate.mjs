// Reads the description of an RO-Crate.
// usage: node crate.mjs ADDRESS
import { ROCrate } from 'ro-crate'

const crate = new ROCrate(await (await fetch(process.argv[2])).json(), { array: true, link: true })
const root = crate.rootDataset
console.log([...root.name, ...root.license.map(({ name }) => name)].join('\t'))
for (const file of root.hasPart) console.log([...file.name, ...file.contentSize, file['@id']].join('\t'))
