/** A process that takes the lease of a folder and holds it until it is ended: node lease-holder.mjs FOLDER */
import { Lease } from "../../run/dist/lease/held-lease.js";

console.log(Lease.take(process.argv[2]) ? "held" : "refused");
setInterval(() => {}, 1000);
