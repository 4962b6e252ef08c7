<<<<<<<< HEAD:client-web/dist/assets/options-CDc7ZP3J.js
import{H as e,L as t}from"./text-wBaMnX9t.js";function n(n){if(n.options)return n.options.map(e);if(!n.pollType)return Object.values(t().choices);let r=n.least??0;return Array.from({length:(n.most??r)-r+1},(e,t)=>String(r+t))}export{n as t};
========
import{H as e,L as t}from"./text-BevagqHU.js";function n(n){if(n.options)return n.options.map(e);if(!n.pollType)return Object.values(t().choices);let r=n.least??0;return Array.from({length:(n.most??r)-r+1},(e,t)=>String(r+t))}export{n as t};
>>>>>>>> admin/admin:client-web/dist/assets/options-pM3kFm2O.js
