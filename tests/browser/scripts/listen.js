window.refusedByPolicy = [];
addEventListener('securitypolicyviolation', event => window.refusedByPolicy.push(`${event.violatedDirective} ${event.blockedURI}`));
