// What was just recorded, for the confirmation page. It lives in this page's memory alone: nothing of a case is
// written into the browser.

let last = null;

export const keepReceipt = (reference, receipt) => {
	last = { reference, ...receipt };
};

export const receiptFor = (reference) => (last?.reference === reference ? last : null);
