"""Polish header words by what they mean; see `languages`."""

WORDS = """
deal: szansa szansy szanse szans oferta oferty ofert projekt projektu transakcja transakcji
  sprawa sprawy zapytanie zapytania deal okazja przetarg zlecenie zlecenia temat_sprzedaży umowa
  wniosek polisa
account: klient klienta klienci kontrahent kontrahenta firma firmy spółka odbiorca nabywca
  organizacja konto przedsiębiorstwo zamawiający inwestor ubezpieczony najemca
contact: kontakt osoba_kontaktowa decydent
owner: właściciel handlowiec handlowca sprzedawca sprzedawcy opiekun opiekuna odpowiedzialny
  prowadzący przedstawiciel doradca ph agent przypisany kam osoba_odpowiedzialna
  opiekun_handlowy pośrednik
assistant: asystent wsparcie pomocnik
manager: kierownik przełożony menedżer manager menadżer dyrektor szef
person: pracownik pracownika osoba użytkownik
name: nazwa nazwisko_i_imię
firstname: imię
lastname: nazwisko
id: id nr numer kod ref sygnatura identyfikator lp symbol
title: tytuł temat opis przedmiot nazwa
date: data dzień dnia termin kiedy dn czas
create: utworzenia utworzono utworzona dodania dodano wpływu otwarcia wprowadzenia rejestracji
  zgłoszenia założenia powstania zapytania wpłynęło rozpoczęcia złożenia
first: pierwszy pierwszego pierwsza
close: zamknięcia zamknięcie zamknięto zakończenia zakończenie rozstrzygnięcia finalizacji
won: wygrana wygranej wygrania wygrano pozyskania
lost: przegrana przegranej utraty odrzucenia porażki straty odmowy rezygnacji stracona odrzucona
expect: planowana planowane planowany przewidywana przewidywane przewidywany oczekiwana
  oczekiwane oczekiwany szacowana szacowany szacunkowa prognozowana spodziewana plan
actual: rzeczywista rzeczywisty faktyczna
until: do termin_do ważności
decide: decyzji decyzja
sign: podpisania podpisanie umowy
order: zamówienia zamówienie
amount: wartość kwota suma cena przychód obrót wart należność składka czynsz budżet_klienta
net: netto bez_vat
gross: brutto z_vat
excl: bez
incl: z
vat: vat podatek
cost: koszt koszty zakup
margin: marża zysk
listprice: cennik cennikowa katalogowa
discount: rabat upust zaliczka
weighted: ważona ważony
commission: prowizja
budget: budżet
paid: zapłacono płatność zapłata płatności
invoice: faktura faktury
unit: jednostkowa sztuka
quantity: ilość liczba sztuk powierzchnia godziny
probability: prawdopodobieństwo prawdop prawd procent szansa_% ocena
stage: etap faza etapu stadium
status: status stan
outcome: wynik rezultat rozstrzygnięcie
reason: powód przyczyna dlaczego
source: źródło pochodzenie kanał skąd
campaign: kampania
next: następny następna następne kolejny kolejne nast
last: ostatni ostatnia ostatnie ostatniej ostatniego ost
step: krok działanie zadanie czynność
touch: kontakt kontaktu rozmowa wizyta spotkanie telefon_do
modify: modyfikacja modyfikacji zmiana zmiany aktualizacji zmodyfikowano
deliver: dostawa dostawy wysyłki
install: montaż montażu instalacji realizacji ważności odnowienia wykonania
start: początek start rozpoczęcia
end: koniec końca
birth: urodzenia urodziny
remind: przypomnienie
product: produkt produkty towar usługa asortyment
type: typ rodzaj
segment: segment klasa
industry: branża sektor
region: kraj miasto województwo miejscowość powiat
postcode: kod_pocztowy
address: adres ulica
phone: telefon tel komórka
email: email e_mail mail
taxno: nip regon krs
note: uwagi notatka notatki komentarz
url: link adres_www www
competitor: konkurent konkurencja
currency: waluta
pipeline: lejek pipeline proces
forecast: prognoza
category: kategoria
team: zespół grupa dział
territory: region oddział terytorium obszar biuro makroregion
role: stanowisko rola funkcja
hire: zatrudnienia zatrudniony
leave: zwolnienia odejścia
target: cel plan cele planu norma
period: miesiąc kwartał rok okres tydzień
activity: aktywność aktywności działanie czynność wizyta
duration: czas_trwania minuty
sales: sprzedaży sprzedaż handlowy handlowa
new: nowy nowa nowe
old: stary stara poprzedni poprzednia
to: do na
from: z od
by: przez
stagename: negocjacje negocjacji prezentacja analiza
send: wysłana wysłano wysłania złożona
filler: i w na o dla s pln
"""
