// What changes is told to screen readers through two regions that stand in the page from the start.
function region(id: string): (text: string) => void {
  return (text) => {
    const place = document.getElementById(id);
    if (place) place.textContent = text;
  };
}

export const say = region('say-polite');
export const sayNow = region('say-now');
