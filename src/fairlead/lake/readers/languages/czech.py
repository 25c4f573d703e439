"""Czech and Slovak header words by what they mean; see `languages`."""

WORDS = """
deal: příležitost příležitosti obchod obchodu obchodní_případ případ případu zakázka zakázky
  nabídka nabídky projekt projektu poptávka poptávky príležitosť ponuka ponuky zákazka zákazky
  dopyt nemovitost smlouva
account: zákazník zákazníka zákazníci klient klienta firma firmy společnost odběratel organizace
  zákazník_název spoločnosť partner investor nájemce
contact: kontakt kontaktní_osoba
owner: obchodní_referent obchodník obchodníka prodejce vlastník odpovědný zodpovědný zástupce
  obchodní_zástupce řešitel makléř poradce přiřazeno obchodní_manažer predajca zodpovedný vede
assistant: asistent podpora
manager: vedoucí manažer nadřízený ředitel šéf vedúci nadriadený
person: zaměstnanec pracovník uživatel osoba zamestnanec
name: název jméno názov meno
firstname: křestní_jméno krstné_meno
lastname: příjmení priezvisko
id: id číslo č kód ref označení čísla
title: název předmět popis téma titul predmet
date: datum dne den termín kdy dátum čas
create: vytvořeno vytvoření založeno založení přijato přijetí otevřeno otevření zadáno poptáno
  vytvorené vytvorenia vložení vložené evidence doručení zahájení vznik vzniku
first: první prvý prvního
close: uzavření uzavřeno uzavření_obchodu ukončení ukončeno uzavretia uzavreté dokončení
won: vyhráno výhra získáno vyhrané
lost: prohráno ztraceno ztráty ztráta prohry neúspěchu odmítnutí zamítnutí straty
expect: očekávané očekávaný očekávaná předpokládané předpokládaný předpokládaná plánované
  plánovaný odhadované odhadovaný odhad předp oček očakávaný predpokladaný
actual: skutečné skutečný skutočný
until: do platnost platnosti
decide: rozhodnutí rozhodnutia
sign: podpis podpisu podepsáno podepsání smlouvy
order: objednávka objednávky
amount: částka hodnota cena suma celkem obrat objem výnos tržba obnos provize_celkem nájem
net: netto bez_dph
gross: brutto s_dph vč_dph
excl: bez
incl: s včetně vč
vat: dph
cost: náklady náklad nákupní
margin: marže zisk
listprice: ceníková ceník
discount: sleva záloha zľava
weighted: vážená vážený
commission: provize
budget: rozpočet
paid: zaplaceno platba úhrada uhrazeno
invoice: faktura fakturace faktury
unit: jednotková kus
quantity: množství počet ks hodiny plocha
probability: pravděpodobnost pravděp procento šance pravdepodobnosť
stage: fáze etapa stupeň krok_prodeje stádium fáza
status: stav status
outcome: výsledek výsledok
reason: důvod příčina dôvod proč
source: zdroj původ kanál
campaign: kampaň
next: další příští následující ďalší
last: poslední naposledy posledný
step: krok akce úkol činnost
touch: kontakt kontaktu schůzka návštěva hovor jednání
modify: změněno změna změny úprava upraveno aktualizace zmena
deliver: dodání dodávka dodávky
install: montáž montáže instalace platnost realizace realizaci obnovení
start: začátek zahájení začiatok
end: konec ukončení_platnosti
birth: narození narozeniny
remind: připomínka připomenutí
product: produkt výrobek služba zboží produkty
type: typ druh
segment: segment
industry: odvětví obor
region: země město kraj okres obec stát
postcode: psč
address: adresa ulice
phone: telefon tel mobil
email: email e_mail mail
taxno: ič ičo dič
note: poznámka poznámky komentář
url: odkaz url web
competitor: konkurent konkurence
currency: měna mena
pipeline: pipeline trychtýř
forecast: předpověď prognóza
category: kategorie
team: tým skupina oddělení
territory: region oblast pobočka kancelář území
role: pozice role funkce
hire: nástup nástupu
leave: odchod odchodu
target: cíl plán kvóta cíle
period: měsíc čtvrtletí kvartál rok období týden
activity: aktivita aktivity úkon schůzka
duration: trvání délka minuty
sales: prodej prodeje obchodní prodejní
new: nový nová nové
old: starý stará předchozí
to: na do
from: z od
by: kým
send: odesláno odeslána odeslání zaslána
filler: a i v o na pro czk kč
"""
